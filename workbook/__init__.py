"""The workbook's text sources and the builder that makes `Register-Dikecualikan.xlsm` from them."""
