"""The workbook's tables as rows: what stands where (`schema`), reading and writing it through xlwings."""
