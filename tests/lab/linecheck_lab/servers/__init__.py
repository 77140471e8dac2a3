# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's real servers, a module each. `prepare (place)` writes the configuration and returns the command."""
