"""`python -m refplug` is `refplug`."""

from refplug.cli import main

if __name__ == "__main__":
    main()
