"""A description of the program, in tests. The folders mirror ``workbench/``."""
