"""Deep inside of a constant."""

STATE = {"users": {"online": [], "names": ({},)}}


def arrive(user):
    STATE["users"]["online"].append(user)  # LEAK kept, growth, shared
    STATE["users"]["names"][0][user] = True  # LEAK kept, growth, shared
