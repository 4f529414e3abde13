"""Finding what could tell who somebody is, and keeping what must stay apart: plain values in and out, stores nothing."""
