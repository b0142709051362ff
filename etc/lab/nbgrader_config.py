# For the Validate button, which warns in the terminal if there is no such file: a student's server has no course
# directory to point at. (An instructor's course directory has an nbgrader_config.py of its own.)
c = get_config()  # noqa: F821 (nbgrader provides it)
c.KernelManager.transport_encryption = "auto"
