"""The deeds: one module per noun, one function per deed. The only place that checks rights, writes events and commits."""
