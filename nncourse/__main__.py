"""python -m nncourse: the same as the command nncourse."""

from nncourse.cli import main

main()
