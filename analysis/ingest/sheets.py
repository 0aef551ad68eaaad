def read_statements(path):
    raise NotImplementedError
