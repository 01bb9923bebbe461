"""Azure: prompt agents of a Microsoft Foundry project, their knowledge in vector stores."""
