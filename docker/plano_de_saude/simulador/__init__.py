"""Plano de Saúde: a stand-in for the health plans that the clinics bill.

An application of its own. It shares no code with Vida+ Saúde and is reached only by URL.
"""
