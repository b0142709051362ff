"""The instructor's side: an nbgrader course directory, and what is done in it. One module for each command."""
