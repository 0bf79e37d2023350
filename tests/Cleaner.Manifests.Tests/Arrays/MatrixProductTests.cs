using Cleaner.Manifests.Arrays;

namespace Cleaner.Manifests.Tests.Arrays;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(6, 16, 8)]
    [InlineData(7, 17, 3)]
    [InlineData(193, 33, 257)]
    [InlineData(5, 100, 512)]
    public void Product_equals_the_naive_loop(int rowsA, int rowsB, int dim)
    {
        var random = new Random(rowsA + rowsB + dim);
        float[] a = Fill(random, rowsA * dim), b = Fill(random, rowsB * dim);
        var c = new float[rowsA * rowsB];
        Array.Fill(c, float.NaN);
        MatrixProduct.Multiply(a, rowsA, b, rowsB, dim, c);
        for (int i = 0; i < rowsA; i++)
        {
            for (int j = 0; j < rowsB; j++)
            {
                double sum = 0;
                for (int k = 0; k < dim; k++)
                {
                    sum += (double)a[(i * dim) + k] * b[(j * dim) + k];
                }

                Assert.Equal(sum, c[(i * rowsB) + j], 1e-4);
            }
        }
    }

    [Fact]
    public void A_span_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new float[3], 2, new float[4], 2, 2, new float[4]));
    }

    [Fact]
    public void A_zero_depth_product_is_zero()
    {
        float[] c = [1, 2, 3, 4];
        MatrixProduct.Multiply([], 2, [], 2, 0, c);
        Assert.All(c, value => Assert.Equal(0, value));
    }

    private static float[] Fill(Random random, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        return values;
    }
}
