"""Dates of four-digit years: of two, 15/03/20 would make a child of who was born in 1920."""

DATE_INPUT_FORMATS = ["%d/%m/%Y"]
