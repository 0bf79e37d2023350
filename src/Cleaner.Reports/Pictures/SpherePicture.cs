namespace Cleaner.Reports.Pictures;

/// <summary>The embeddings of one training on the unit circle or sphere.</summary>
/// <param name="Title">The head.</param>
/// <param name="Note">A second line.</param>
/// <param name="Dim">2 or 3.</param>
/// <param name="Points">Unit vectors, row-major, [N, Dim].</param>
/// <param name="Labels">Identity of each, [N], 0 to C − 1.</param>
/// <param name="Centers">Unit vectors of the identities, [C, Dim].</param>
public sealed record SpherePanel(string Title, string Note, int Dim, float[] Points, int[] Labels, float[] Centers);

/// <summary>
/// Embeddings as points of the circle or sphere, one colour an identity, its center as a ray: as figures 2 and 3 of SphereFace
/// (arXiv:1704.08063). Panels stand side by side, at most three in a row.
/// </summary>
public static class SpherePicture
{
    private const double Cell = 300, Head = 64, Radius = 122;
    private const int InARow = 3;
    private const double Yaw = -0.6, Pitch = 0.42;              // radians: from where the sphere is looked at
    private const int GridSteps = 72, Meridians = 6, Parallels = 5;

    /// <summary>Draws the panels.</summary>
    public static Picture Draw(IReadOnlyList<SpherePanel> panels)
    {
        int columns = Math.Min(InARow, panels.Count), rows = (panels.Count + InARow - 1) / InARow;
        var picture = new Picture(columns * Cell, rows * (Cell + Head));
        for (int i = 0; i < panels.Count; i++)
        {
            double left = i % InARow * Cell, top = i / InARow * (Cell + Head);
            picture.Text(left + (Cell / 2), top + 28, panels[i].Title, 16, Palette.Ink, TextAnchor.Middle);
            picture.Text(left + (Cell / 2), top + 49, panels[i].Note, 12.5, Palette.Grey, TextAnchor.Middle);
            new Panel(picture, left + (Cell / 2), top + Head + (Cell / 2)).Draw(panels[i]);
        }

        return picture;
    }

    private sealed record Panel(Picture Picture, double X, double Y)
    {
        public void Draw(SpherePanel panel)
        {
            if (panel.Dim == 3)
            {
                Grid();
            }

            Circle();
            var points = Enumerable.Range(0, panel.Labels.Length).Select(i => (Place: Project(panel.Points.AsSpan(i * panel.Dim, panel.Dim)), Label: panel.Labels[i]));
            foreach (var (place, label) in points.OrderBy(p => p.Place.Depth))
            {
                Picture.Disc(place.X, place.Y, 2.6, Palette.Of(label), panel.Dim == 2 ? 0.45 : place.Depth < 0 ? 0.22 : 0.7);
            }

            for (int c = 0; c < panel.Centers.Length / panel.Dim; c++)
            {
                var tip = Project(panel.Centers.AsSpan(c * panel.Dim, panel.Dim));
                Picture.Line(Palette.Of(c), tip.Depth < 0 ? 1 : 2, (X, Y), (tip.X, tip.Y));
            }

            Picture.Disc(X, Y, 2.4, Palette.Ink);
        }

        private void Circle() => Picture.Line(Palette.Grey, 1, Enumerable.Range(0, GridSteps + 1).Select(i => double.SinCos(2 * Math.PI * i / GridSteps)).Select(a => (X + (Radius * a.Cos), Y + (Radius * a.Sin))));

        /// <summary>Meridians and parallels of the near side.</summary>
        private void Grid()
        {
            for (int m = 0; m < Meridians; m++)
            {
                var (sine, cosine) = double.SinCos(Math.PI * m / Meridians);
                Ring(a => ((float)(a.Cos * cosine), (float)(a.Cos * sine), (float)a.Sin));
            }

            for (int p = 1; p <= Parallels; p++)
            {
                var (height, radius) = double.SinCos((Math.PI * p / (Parallels + 1)) - (Math.PI / 2));
                Ring(a => ((float)(a.Cos * radius), (float)(a.Sin * radius), (float)height));
            }
        }

        private void Ring(Func<(double Sin, double Cos), (float X, float Y, float Z)> at)
        {
            var near = new List<(double X, double Y)>();
            for (int i = 0; i <= GridSteps; i++)
            {
                var (x, y, z) = at(double.SinCos(2 * Math.PI * i / GridSteps));
                var place = Project([x, y, z]);
                if (place.Depth >= 0)
                {
                    near.Add((place.X, place.Y));
                }

                if (near.Count > 0 && (place.Depth < 0 || i == GridSteps))
                {
                    Picture.Line(Palette.Pale, 1, near);
                    near = [];
                }
            }
        }

        /// <summary>Parallel projection; a point with a positive depth is on the near side.</summary>
        private (double X, double Y, double Depth) Project(ReadOnlySpan<float> unit)
        {
            if (unit.Length == 2)
            {
                return (X + (Radius * unit[0]), Y - (Radius * unit[1]), 0);
            }

            var (sinYaw, cosYaw) = double.SinCos(Yaw);
            var (sinPitch, cosPitch) = double.SinCos(Pitch);
            double right = (unit[0] * cosYaw) + (unit[1] * sinYaw), inward = (unit[1] * cosYaw) - (unit[0] * sinYaw);
            double up = (unit[2] * cosPitch) + (inward * sinPitch), depth = (unit[2] * sinPitch) - (inward * cosPitch);
            return (X + (Radius * right), Y - (Radius * up), depth);
        }
    }
}
