# SPDX-License-Identifier: GPL-3.0-or-later
"""The icons hold to GNOME's guidelines, and can be drawn at every size that a desktop asks for."""
import subprocess
import xml.etree.ElementTree as ElementTree

import desktop
import png
from desktop import APP_ID, SOURCE

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
FULL_COLOUR = (APP_ID, f"{APP_ID}-report")
# What takes the text's colour: the window's symbols, and the application's own.
SYMBOLIC = sorted([*(SOURCE / "ui/icons").glob("**/*-symbolic.svg"), SOURCE / f"data/icons/{APP_ID}-symbolic.svg"])


def icon_path(name):
    return SOURCE / f"data/icons/{name}.svg"


def draw(path, size):
    result = subprocess.run(["rsvg-convert", "--width", str(size), "--height", str(size), str(path)], capture_output=True,
                            timeout=60, check=True)
    return result.stdout


class FullColour(desktop.TestCase):
    def test_every_size(self):
        for name in FULL_COLOUR:
            for size in SIZES:
                with self.subTest(icon=name, size=size):
                    self.assertEqual(png.read_size(draw(icon_path(name), size)), (size, size))

    def test_drawn_with_a_margin(self):
        """The middle is painted and the edge is not: 128 units are the canvas, and the guidelines leave a margin."""
        for name in FULL_COLOUR:
            with self.subTest(icon=name):
                lines = png.read_pixels(draw(icon_path(name), 128))
                edge = [*lines[0], *lines[-1], *(line[0] for line in lines), *(line[-1] for line in lines)]
                self.assertEqual({pixel[3] for pixel in edge}, {0})
                self.assertEqual(lines[64][64][3], 255)
                painted = sum(pixel[3] > 127 for line in lines for pixel in line)
                self.assertGreater(painted, 128 * 128 // 3)

    def test_stands_alone(self):
        for name in FULL_COLOUR:
            with self.subTest(icon=name):
                root = ElementTree.parse(icon_path(name)).getroot()
                self.assertEqual(root.get("viewBox"), "0 0 128 128")
                for kind in ("text", "image", "filter", "script", "style", "use"):
                    self.assertIsNone(root.find(f".//{SVG}{kind}"), kind)


class Symbolic(desktop.TestCase):
    def test_filled_shapes_of_one_colour(self):
        """GTK gives fills the text's colour. A stroke keeps its own, and is lost on a dark ground."""
        for path in SYMBOLIC:
            with self.subTest(icon=path.name):
                root = ElementTree.parse(path).getroot()
                self.assertEqual(root.get("viewBox"), "0 0 16 16")
                shapes = [shape for shape in root.iter() if shape is not root]
                self.assertTrue(shapes)
                for shape in shapes:
                    self.assertIn(shape.tag.removeprefix(SVG), ("path", "circle", "rect", "g"))
                    self.assertIsNone(shape.get("stroke"))
                self.assertEqual(len({shape.get("fill") for shape in shapes if shape.get("fill")}), 1)

    def test_as_gtk_draws_it(self):
        for path in SYMBOLIC:
            with self.subTest(icon=path.name):
                self.tool("gtk4-encode-symbolic-svg", path, "16x16", "--output", self.folder)
                data = (self.folder / f"{path.stem}.symbolic.png").read_bytes()
                self.assertEqual(png.read_size(data), (16, 16))


if __name__ == "__main__":
    desktop.main()
