"""python -m nncourse: the same as the command nncourse."""

from nncourse.cli import main

if __name__ == "__main__":
    main()
