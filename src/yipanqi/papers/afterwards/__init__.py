"""The account of a night, once it is over: as PDF to read, as a workbook to reckon with."""
