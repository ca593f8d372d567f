"""The commands of ``detente``, a module for each group of them. Heavy imports stand inside the functions."""
