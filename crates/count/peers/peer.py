"""Counts one election with one of the Python peers: `peer.py PROGRAM PAPERS.json`. Reading is part of it, as it is for everyone."""

import json
import sys


def pyrankvote(election, single):
    import pyrankvote as peer

    candidates = [peer.Candidate(str(number)) for number in range(1, election["candidates"] + 1)]
    ballots = []
    for weight, ranking in election["papers"]:
        ballot = peer.Ballot(ranked_candidates=[candidates[number - 1] for number in ranking])
        ballots.extend([ballot] * weight)
    if single:
        return peer.instant_runoff_voting(candidates, ballots)
    return peer.single_transferable_vote(candidates, ballots, number_of_seats=election["seats"])


def schulze(election):
    from py3votecore.schulze_method import SchulzeMethod

    ballots = []
    for weight, ranking in election["papers"]:
        ballots.append({"count": weight, "ballot": [[number] for number in ranking]})
    return SchulzeMethod(ballots, ballot_notation=SchulzeMethod.BALLOT_NOTATION_GROUPING).as_dict()


def votekit(election):
    from votekit import Ballot, RankProfile
    from votekit.elections import STV

    ballots = [
        Ballot(ranking=tuple(frozenset({str(number)}) for number in ranking), weight=weight)
        for weight, ranking in election["papers"]
        if ranking
    ]
    names = tuple(str(number) for number in range(1, election["candidates"] + 1))
    profile = RankProfile(ballots=tuple(ballots), candidates=names)
    return STV(profile, n_seats=election["seats"], tiebreak="random").get_elected()


def pref_voting(election):
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    papers = [(weight, ranking) for weight, ranking in election["papers"] if ranking]
    rankings = [{number: place for place, number in enumerate(ranking, 1)} for _, ranking in papers]
    profile = ProfileWithTies(
        rankings, rcounts=[weight for weight, _ in papers], candidates=list(range(1, election["candidates"] + 1))
    )
    return stv_scottish(profile, num_seats=election["seats"])


PROGRAMS = {
    "pyrankvote-irv": lambda election: pyrankvote(election, True),
    "pyrankvote-stv": lambda election: pyrankvote(election, False),
    "py-vote-core-schulze": schulze,
    "votekit-stv": votekit,
    "pref-voting-stv": pref_voting,
}

with open(sys.argv[2], encoding="utf-8") as file:
    print(PROGRAMS[sys.argv[1]](json.load(file)))
