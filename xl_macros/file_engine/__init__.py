"""An xlwings engine that works on the .xlsx/.xlsm file itself. See docs/file-engine.md."""
