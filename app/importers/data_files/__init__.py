"""Files of data in JSON, tables and XML: each family knows its formats by their content."""
