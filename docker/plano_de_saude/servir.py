"""Starts the simulator: ``python docker/plano_de_saude/servir.py``."""

from simulador.servidor import main

if __name__ == "__main__":
    main()
