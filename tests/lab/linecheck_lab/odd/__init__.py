# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that do not behave: each module holds behaviours, by name, for the faults to choose from."""
