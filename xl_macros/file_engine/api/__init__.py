"""The classes of `xlwings.base_classes` over the workbook file."""
