"""The tools of nnlib-course: building, checking, showing and grading its notebooks."""

__version__ = "0.1.0"
