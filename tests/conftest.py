"""Makes ``factories`` importable from every test; pytest puts the folder of a conftest on the path."""
