"""The tables, one file a capability. Read and written through the files of the store, nowhere else.

All times are UTC (`UtcDateTime`), all structured values JSON that is replaced as a whole.
"""
