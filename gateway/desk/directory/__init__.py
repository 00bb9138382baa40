"""Use cases on the customer directory: who somebody is, who has to be told, import and export."""
