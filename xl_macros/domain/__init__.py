"""The rules of the field, pure: standard library and `errors` only; no file, no Excel, no clock."""
