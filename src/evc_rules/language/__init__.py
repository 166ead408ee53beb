"""Reading and writing the files of the language."""
