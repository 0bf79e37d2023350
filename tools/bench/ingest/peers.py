"""imagededup's and CleanVision's own programs on a folder, with their defaults.

usage: peers.py imagededup|cleanvision FOLDER PROCESSES
       peers.py imagededup|cleanvision          whether it is installed

imagededup: pHash of each picture, and all pairs within its default distance. CleanVision: its issues of single pictures, exact and near
duplicates. Both need what they need (README of each); imagededup's network, which is not used, is not loaded.
"""
import sys
import types


def imagededup(folder, processes):
    # importing it would download the weights of its network
    sys.modules["imagededup.methods.cnn"] = types.SimpleNamespace(CNN=None)
    from imagededup.methods import PHash

    if folder:
        phash = PHash(verbose=False)
        codes = phash.encode_images(image_dir=folder, recursive=True, num_enc_workers=processes)
        found = phash.find_duplicates(encoding_map=codes, num_dist_workers=processes)
        print(f"imagededup: {len(codes)} pictures, {sum(1 for pairs in found.values() if pairs)} with a duplicate", file=sys.stderr)


def cleanvision(folder, processes):
    from cleanvision import Imagelab

    if folder:
        lab = Imagelab(data_path=folder, verbose=False)
        lab.find_issues(n_jobs=processes, verbose=False)
        print(f"CleanVision: {len(lab.issues)} pictures", file=sys.stderr)


if __name__ == "__main__":
    name, folder, processes = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    {"imagededup": imagededup, "cleanvision": cleanvision}[name](folder, processes)
