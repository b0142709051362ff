"""Another working folder, another mask for files, another locale, other numbers of decimals."""

KIND = "module"
POINTS = 6
SAYS = ""

import locale
import os

os.chdir("/")
os.umask(0o777)
locale.setlocale(locale.LC_ALL, "C")
np.set_printoptions(precision=0, threshold=0)
np.seterr(all="raise")
