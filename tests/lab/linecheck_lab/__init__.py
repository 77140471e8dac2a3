# SPDX-License-Identifier: GPL-3.0-or-later
"""A network in a box, in which Linecheck is tried against the services it was written for."""
