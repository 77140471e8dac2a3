# SPDX-License-Identifier: GPL-3.0-or-later
"""The window driven from outside, in the lab, as a person's tools see it."""
