using Dashboard.Engine.Findings;

namespace Dashboard.Engine.Tests.Tasks.Deck;

/// <summary>Expected numbers: counted in published-results.csv with plain Python.</summary>
public sealed class ClaimSentenceTests
{
    [Theory]
    [InlineData("vanishing", "in 14 of 16 conditions for the RNN and in 14 of 16 conditions for the LSTM")]
    [InlineData("vanishing", "realistic, no noise, raw and realistic, no noise, standardized")]
    [InlineData("lstm-lower", "1.5 lower; at shorter lengths it is 7.4 lower")]
    [InlineData("rnn-smaller", "the larger in 189 of 208 results")]
    [InlineData("poor-mad", "in 16 of 16 conditions for the RNN and in 16 of 16 conditions for the LSTM")]
    public void Sentence_PublishedResult_IsMadeOfItsNumbers(string id, string expected)
    {
        Assert.Contains(expected, StudyFindings.PublishedResult.Claims.Single(c => c.Id == id).Sentence);
    }
}
