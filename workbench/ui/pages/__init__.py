"""The pages: one module each, with ``page(here)``. A page reads, draws and calls one deed."""
