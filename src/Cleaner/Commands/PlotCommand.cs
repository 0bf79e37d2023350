using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Plotting;
using Cleaner.Reports.Pictures;
using Cleaner.Training.Heads;

namespace Cleaner.Commands;

/// <summary><c>cleaner plot</c>: pictures of the loss heads.</summary>
internal static class PlotCommand
{
    private const double DefaultNorm = 20;
    private const int Degrees = 180;

    public static Command Create() => new("plot", "Draws what the loss heads do, as SVG and PNG.") { TargetLogit(), Sphere() };

    private static Command TargetLogit()
    {
        var heads = Heads(string.Join(',', HeadCatalog.Names), "Heads to draw, joined by commas; numbers follow a head after colons: arcface,arcface:m=0.3.");
        var norm = new Option<double>("--norm") { Description = "Length of the embedding, on which the margin of adaface and magface depends.", DefaultValueFactory = _ => DefaultNorm };
        var output = Output("target-logit");
        var command = new Command("target-logit", "Draws the logit of the own identity over its angle, 0 to 180 degrees, at full margin and without scale.") { heads, norm, output };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            if (!(context.Get(norm) > 0))
                throw new UsageException("--norm takes a number above 0");
            double[] degrees = [.. Enumerable.Range(0, Degrees + 1)];
            var curves = TargetLogits.Parse(context.Get(heads))
                .Select(h => new TargetLogitCurve(h.Text, [.. degrees.Zip(TargetLogits.Of(h.Head, h.Given, degrees, context.Get(norm)))])).ToList();
            return Write(context, TargetLogitPicture.Draw(curves), "Target logit over the angle", context.Get(output));
        }));
        return command;
    }

    private static Command Sphere()
    {
        var manifest = new Argument<string?>("manifest") { Description = "The manifest; FILE@N is revision N. Without one, faces are drawn.", Arity = ArgumentArity.ZeroOrOne };
        var heads = Heads("softmax,normface,arcface", "Heads to train, joined by commas, one picture each; numbers follow a head after colons: arcface:m=0.3.");
        var identities = new Option<int>("--identities") { Description = "Identities that take part, those with the most images; 2 to 24.", DefaultValueFactory = _ => 8 };
        var dim = new Option<int>("--dim") { Description = "Length of the embedding: 2 draws a circle, 3 a sphere.", DefaultValueFactory = _ => 3 };
        var epochs = new Option<int>("--epochs") { Description = "Passes over the images.", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "Seed of faces and training.", DefaultValueFactory = _ => 1 };
        var device = new Option<string>("--device") { Description = "auto, cpu, cuda or cuda:N.", DefaultValueFactory = _ => "auto" };
        var output = Output("sphere");
        var command = new Command("sphere", "Trains a 2-D or 3-D embedding on a few identities and draws it on the circle or sphere, centers as rays.")
        {
            manifest, heads, identities, dim, epochs, seed, device, output,
        };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var options = new SphereOptions(context.Get(manifest), context.Get(identities), context.Get(dim), context.Get(epochs), context.Get(seed), context.Get(device));
            options.Validate();
            var chosen = TargetLogits.Parse(context.Get(heads));
            using var training = new SphereTraining(context, options);
            return Write(context, SpherePicture.Draw([.. chosen.Select(h => training.Train(h.Text, h.Head, h.Given))]), "Embeddings on the sphere", context.Get(output));
        }));
        return command;
    }

    private static int Write(CommandContext context, Picture picture, string title, string path)
    {
        foreach (var file in PictureFiles.Write(picture, title, path))
            context.Ui.Line(file);
        return 0;
    }

    private static Option<string> Heads(string standard, string description) => new("--heads") { Description = description, DefaultValueFactory = _ => standard };

    private static Option<string> Output(string standard) => new("--out")
    {
        Description = "File to write, .svg or .png; without such an ending both.",
        DefaultValueFactory = _ => standard,
    };
}
