# SPDX-License-Identifier: GPL-3.0-or-later
"""A network in a box, in which Linecheck is tried against the services it was written for."""
import os

# Where Debian keeps nft and the servers, which is on the path of nobody but root.
os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
