"""The workbook as a whole: sheets and their order, names, formats, shared strings, results that no longer hold."""
