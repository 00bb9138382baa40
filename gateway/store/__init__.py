"""The only place that speaks SQL. `Store` opens the database, `Work` is one transaction."""
