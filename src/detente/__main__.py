"""Makes ``python -m detente`` the program ``detente``."""

from detente.show.cli import main

if __name__ == "__main__":
    main(prog_name="detente")
