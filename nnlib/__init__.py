"""nnlib: the library you build in this course, one module a week."""
