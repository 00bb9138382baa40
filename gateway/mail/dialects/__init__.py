"""How mail systems say that mail did not arrive: one module for each form of report."""
