"""Reports about mail that did not arrive: one module for each form of report."""
