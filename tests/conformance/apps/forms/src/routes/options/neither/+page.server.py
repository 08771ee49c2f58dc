ssr = False
csr = False
