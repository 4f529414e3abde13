"""The command line: parse, do, say. One module per noun; ``main`` gathers them and shows errors."""
