def find_furniture(text, title=""):
    return []


def find_headline(text):
    return ""
