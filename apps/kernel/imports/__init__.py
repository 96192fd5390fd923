"""Import of CSV files: a file read line by line, what is wrong said by line, a report at the end."""
